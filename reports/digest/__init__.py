"""The staff's morning page, its pictures and alarms."""
