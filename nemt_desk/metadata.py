"""All tables of the office in one place, for `db`: engine, migrations, backups."""

from nemt_desk.calendars import model as _calendars
from nemt_desk.cases import model as _cases
from nemt_desk.closures import model as _closures
from nemt_desk.drivers import model as _drivers
from nemt_desk.exchange import model as _exchange
from nemt_desk.ground import search as _search
from nemt_desk.ground import settings as _settings
from nemt_desk.ground.tables import Base
from nemt_desk.members import model as _members
from nemt_desk.places import model as _places
from nemt_desk.runs import model as _runs
from nemt_desk.security import model as _security
from nemt_desk.trips import model as _trips
from nemt_desk.trips.standing import model as _standing
from nemt_desk.weather import model as _weather

metadata = Base.metadata
ROOMS = (
    _search, _settings, _security, _exchange, _closures, _places, _members, _drivers, _trips,
    _standing, _runs, _cases, _calendars, _weather,
)  # fmt: skip
