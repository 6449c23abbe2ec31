"""What the map is painted from: shapes per zoom and the spots where names may stand."""
