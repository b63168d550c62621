"""The kinds of what fills a slot: how a file is recognised as one, whatever it is called."""
