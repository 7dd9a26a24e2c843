"""The HTTP API, the MCP server, and retrievers for other frameworks."""
