"""Assistants ask the library by the Model Context Protocol (`kb mcp`).

tools   what may be asked (tools.yaml), checked and answered; knows nothing of the protocol
server  the same over the protocol, by its SDK
"""
