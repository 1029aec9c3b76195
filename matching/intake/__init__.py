"""Lists of Korean firms, of their sites, and of what they want to source."""
