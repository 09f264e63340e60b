"""WebSocket: events of a workspace, as they happen."""
