"""Memory-compact records: mutabletuple, recordclass() and the dataobject family."""
