"""The call sheet: drivers called one after the other about a ride or a standing order."""
