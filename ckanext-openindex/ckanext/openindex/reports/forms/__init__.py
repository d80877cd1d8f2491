"""The forms of a report: a module for each file name extension, found by ``writing.registry``."""
