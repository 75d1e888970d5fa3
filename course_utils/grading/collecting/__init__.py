"""Take submissions from the zip archive of a learning platform."""
