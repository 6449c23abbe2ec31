"""Who has been told what of runs and rides, and who must still hear of a change."""
