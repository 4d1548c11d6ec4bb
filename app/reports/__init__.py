"""Values in, files out: charts and PDFs."""
