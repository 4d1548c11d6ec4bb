"""The few widgets that screens are made of, each in the theme's look and usable from the keyboard."""
