"""python -m app: the window; with a subcommand, the command line."""

from app.main import main

if __name__ == "__main__":
    main()
