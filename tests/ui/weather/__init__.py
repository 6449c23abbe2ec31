"""The Weather day page."""
