"""The report as data: what every other room passes on."""
