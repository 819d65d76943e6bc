"""The entry of the app: `kb serve` runs it. The page itself is drawn by kb/pages/script.py."""

from starlette.middleware import Middleware
from streamlit import App

from kb.disk.places import PACKAGE, team
from kb.server.door import Door

app = App(PACKAGE / "pages" / "script.py", middleware=[Middleware(Door, for_team=team())])
