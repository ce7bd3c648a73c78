"""Files beside the HTML pages, for other sites and for programs."""
