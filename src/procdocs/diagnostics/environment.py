"""The codes of what this machine lacks, PD9xx. Only declarations; `doctor` and the commands that need it report them."""

from __future__ import annotations

from procdocs.diagnostics.attached import declare

PD901 = declare("PD901")
PD902 = declare("PD902")
PD903 = declare("PD903")
PD904 = declare("PD904")
PD905 = declare("PD905")
PD906 = declare("PD906")
