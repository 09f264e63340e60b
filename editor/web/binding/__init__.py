"""The images binding over HTTP, and the options object that comes in a header."""
