"""Lists and calls the tools of the MCP server, over all transports, with the official Python SDK.

    pip install -r requirements.txt
    python mcp_client.py ../../target/release/mcp

Says what is wrong and exits with 1 if an answer is not what it should be.
"""

import asyncio
import re
import sys
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path

from mcp import Client, Implementation, MCPError, StdioServerParameters

import transports

ME = Implementation(name="dormouse-test", version="1.0")

# No answer takes so long, on however busy a machine.
PATIENCE = 120


class Wrong(Exception):
    """An answer is not what it should be."""


def expect(what, found, wanted):
    if found != wanted:
        raise Wrong(f"{what}: expected {wanted!r}, found {found!r}")


def text(result):
    return "".join(part.text for part in result.content)


async def check(client):
    """Calls every tool of a server with `--search` and `--with-crash`."""
    expect("server", client.server_info.name, "dormouse-mcp")
    listed = await client.list_tools()
    names = [tool.name for tool in listed.tools]
    expect("tools", names, ["calculate", "count", "crash", "search", "session", "status"])

    result = await client.call_tool("calculate", {"expression": "2 * (3 + 4)"})
    expect("calculate", (result.is_error, text(result)), (False, "14"))
    result = await client.call_tool("calculate", {"expression": "1 / 0"})
    expect("calculate", (result.is_error, text(result)), (True, "division by zero at character 3"))
    result = await client.call_tool("calculate", {})
    expect("calculate without arguments", result.is_error, True)

    result = await client.call_tool("search", {"text": "DORMOUSE"})
    line = {"file": "tale.txt", "number": 2, "text": "a dormouse"}
    expect("search", result.structured_content, {"lines": [line], "more": False})

    expect("count", text(await client.call_tool("count", {"by": 40})), "40")
    for tool, part in [("crash", "as requested"), ("no such tool", "not found")]:
        try:
            result = await client.call_tool(tool, {})
        except MCPError as error:
            expect(f"{tool}: {error} names `{part}`", part in str(error), True)
        else:
            raise Wrong(f"{tool}: expected an error, found {text(result)!r}")
    expect("count after a crash", text(await client.call_tool("count", {"by": 2})), "42")

    about = (await client.call_tool("session", {})).structured_content
    expect("session", (about["client"]["name"], about["calls"]), ("dormouse-test", 9))

    result = await client.get_prompt("work-out", {"expression": "6 * 7"})
    expect("prompt", "6 * 7" in result.messages[0].content.text, True)

    result = await client.call_tool("status", {})
    status = result.structured_content
    expect("sessions", status["awake"] + status["asleep"], 1)
    expect("bytes", status["awake_bytes"] > 0, True)
    parts = {part["name"]: part for part in status["parts"]}
    expect("stores", parts["Store"]["count"], 1)
    return parts


@asynccontextmanager
async def started(command, arguments, scheme):
    """Starts the server on free ports, and gives its address for that way to come."""
    listen = ["--http", "127.0.0.1:0", "--tcp", "127.0.0.1:0"]
    server = await asyncio.create_subprocess_exec(
        command, *listen, *arguments, stdout=asyncio.subprocess.PIPE
    )
    try:
        said = ""
        async for line in server.stdout:
            said += line.decode()
            if address := re.search(rf"^listening on ({scheme}://\S+)", line.decode()):
                yield address[1]
                break
        else:
            raise Wrong(f"the server does not listen; it said: {said!r}")
        server.terminate()
        expect("exit of the server", await server.wait(), 0)
    finally:
        if server.returncode is None:
            server.kill()
            await server.wait()


async def over_stdio(command, arguments):
    server = StdioServerParameters(command=command, args=["--stdio", *arguments])
    async with Client(server, client_info=ME) as client:
        await check(client)


async def over_http(command, arguments):
    async with started(command, arguments, "http") as address:
        async with Client(address, client_info=ME) as client:
            await check(client)
        # The session of the first client has ended, and that of the second starts anew.
        async with Client(address, client_info=ME) as client:
            await check(client)


async def over_tcp(command, arguments):
    async with started(command, arguments, "tcp") as address:
        async with Client(transports.tcp(place(address)), client_info=ME) as client:
            parts = await check(client)
            expect("connections", parts["Tcp"]["count"], 1)


async def over_websocket(command, arguments):
    async with started(command, arguments, "ws") as address:
        async with Client(transports.websocket(place(address)), client_info=ME) as client:
            parts = await check(client)
            expect("connections", parts["WebSocket"]["count"], 1)


def place(address):
    """Host and port alone."""
    return re.search("//([^/]+)", address)[1]


ALL = {"stdio": over_stdio, "http": over_http, "tcp": over_tcp, "websocket": over_websocket}


async def main(command):
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, "tale.txt").write_text("Once there was\na dormouse\n")
        arguments = ["--search", directory, "--with-crash"]
        for name, transport in ALL.items():
            try:
                async with asyncio.timeout(PATIENCE):
                    await transport(command, arguments)
            except* (Wrong, TimeoutError, MCPError, OSError) as errors:
                first = errors
                while isinstance(first, BaseExceptionGroup):
                    first = first.exceptions[0]
                sys.exit(f"{name}: {type(first).__name__}: {first}")
            print(f"{name}: ok")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} PATH_OF_MCP")
    asyncio.run(main(sys.argv[1]))
