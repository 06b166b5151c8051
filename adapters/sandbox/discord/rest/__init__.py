"""The HTTP API v10, one module a family of routes."""
