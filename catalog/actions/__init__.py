"""Actions: one verb per file. An action asks `policies.may`, does its work, commits and returns plain values."""
