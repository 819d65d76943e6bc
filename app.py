"""The entry of the app: `kb serve` runs it. The page itself is drawn by kb/pages/script.py."""

import os

from starlette.middleware import Middleware
from streamlit import App

from kb.disk.places import DATABASE, PACKAGE, team
from kb.server.door import Door

if team() and (database := os.environ.get(DATABASE)):
    from kb.house.joining import join
    from kb.pages.libraries import common_places

    join(database, common_places())

app = App(PACKAGE / "pages" / "script.py", middleware=[Middleware(Door, for_team=team())])
