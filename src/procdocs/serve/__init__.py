"""`procdocs serve`: a project open in the browser, shown and edited; the YAML files stay the one truth.

`workspace` holds the project and changes it, `pictures` turns drawings into what a page can lay fields over, `guard` lets only our own
pages in, `api` answers requests, `events` tells pages what changed, `watch` looks for changes of others, `app` puts them together.
The only room that imports starlette, uvicorn and watchfiles (the extra `procdocs[serve]`).
"""
