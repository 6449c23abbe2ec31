"""Where the office's places lie, as bare points: does a map reach them?"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.places.model import PlaceRecord


def points_of_places(session: Session) -> list[tuple[float, float]]:
    """Return latitude and longitude of every place that has them and is not archived."""
    rows = session.execute(
        select(PlaceRecord.lat, PlaceRecord.lon).where(
            PlaceRecord.archived_at.is_(None),
            PlaceRecord.lat.is_not(None),
            PlaceRecord.lon.is_not(None),
        )
    )
    return [(lat, lon) for lat, lon in rows if lat is not None and lon is not None]
