"""The demonstration: an instance of invented agencies, people and data, made through the front door."""
