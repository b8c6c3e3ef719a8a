"""Words and blocks of the manual as HTML, for the screen and for paper alike."""
