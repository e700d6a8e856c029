"""The printed edition: a whole course as one HTML file and one PDF, for places without a line."""
