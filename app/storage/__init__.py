"""SQLite through sqlite-utils: the database, its migrations, people and the chained records."""
