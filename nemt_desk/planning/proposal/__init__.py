"""From a day's question to what a dispatcher is offered: who drives what, why, at what price."""
