"""Runs a flow elsewhere: queue, worker, sweeper and the stream of events."""
