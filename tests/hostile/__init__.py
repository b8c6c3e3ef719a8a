"""Hostile input as data: each case is a small function that gives the files of a project, and what is done with it."""
