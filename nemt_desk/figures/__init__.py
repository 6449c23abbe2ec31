"""Local figures: what the agency lays over its pack, who laid it, when and why."""
