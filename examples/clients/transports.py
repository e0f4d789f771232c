"""Transports that the official Python SDK does not have: MCP over TCP and over WebSocket.

Each is what `mcp.Client` takes in place of an address: a context manager that gives a stream of messages
from the server, and one to it.
"""

import asyncio
import base64
import os
from contextlib import asynccontextmanager

import anyio
from mcp.shared.message import SessionMessage
from mcp_types import jsonrpc_message_adapter


@asynccontextmanager
async def streams(receive, send):
    """Carries messages, each a text, by `receive`, which gives nothing at the end, and `send`."""
    to_client, from_server = anyio.create_memory_object_stream(0)
    to_server, from_client = anyio.create_memory_object_stream(0)

    async def read():
        async with to_client:
            while text := await receive():
                message = jsonrpc_message_adapter.validate_json(text, by_name=False)
                await to_client.send(SessionMessage(message))

    async def write():
        async with from_client:
            async for message in from_client:
                text = message.message.model_dump_json(by_alias=True, exclude_unset=True)
                await send(text.encode())

    async with anyio.create_task_group() as tasks, from_server, to_server:
        tasks.start_soon(read)
        tasks.start_soon(write)
        yield from_server, to_server
        tasks.cancel_scope.cancel()


@asynccontextmanager
async def tcp(address):
    """One message a line, at `host:port`."""
    host, port = address.rsplit(":", 1)
    reader, writer = await asyncio.open_connection(host, int(port))

    async def send(text):
        writer.write(text + b"\n")
        await writer.drain()

    try:
        async with streams(reader.readline, send) as both:
            yield both
    finally:
        writer.close()


@asynccontextmanager
async def websocket(address):
    """One message in each text frame, at `host:port`."""
    host, port = address.rsplit(":", 1)
    reader, writer = await asyncio.open_connection(host, int(port))
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET /ws HTTP/1.1\r\nhost: {address}\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
        f"sec-websocket-version: 13\r\nsec-websocket-key: {key}\r\n"
        "sec-websocket-protocol: mcp\r\n\r\n".encode()
    )
    answer = await reader.readuntil(b"\r\n\r\n")
    if not answer.startswith(b"HTTP/1.1 101 "):
        raise OSError(f"no WebSocket: {answer.decode()}")

    async def send(text, kind=1):
        """One whole frame; what clients send is masked."""
        length = len(text)
        if length < 126:
            head = bytes([0x80 | kind, 0x80 | length])
        elif length < 1 << 16:
            head = bytes([0x80 | kind, 0x80 | 126]) + length.to_bytes(2)
        else:
            head = bytes([0x80 | kind, 0x80 | 127]) + length.to_bytes(8)
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(text))
        writer.write(head + mask + masked)
        await writer.drain()

    async def receive():
        """The next text; nothing when the server closes. It sends whole frames, and no pings."""
        kind, length = await reader.readexactly(2)
        if length >= 126:
            length = int.from_bytes(await reader.readexactly(2 if length == 126 else 8))
        text = await reader.readexactly(length)
        return text if kind == 0x81 else None

    try:
        async with streams(receive, send) as both:
            yield both
        await send(b"", kind=8)
    finally:
        writer.close()
