"""Letters: bidirectional order, fallback fonts, line breaking, and their pixels."""
