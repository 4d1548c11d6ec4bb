"""Training modules: what one learns about a business line, in which order, and what shows that it is known."""
