"""The service under load, over loopback: does every request end right, and what does HTTP cost?"""
