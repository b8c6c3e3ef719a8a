"""Flowcharts with lanes or as a table. `flowchart` is the way in; `plan` decides sizes, rows and sheets, `routes` where arrows run, `symbols` draws ISO 5807."""
