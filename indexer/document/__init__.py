"""The report as data, which all other packages share."""
