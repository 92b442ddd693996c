import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { defaultHeaders } from './headers';

/** Answers what is no HTTP request; there is nothing to reply to but the line itself. */
export function refuseBytes(socket: Duplex, code: string | undefined): void {
  if (code === 'ECONNRESET' || socket.destroyed) return;
  const status =
    code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? '408 Request Timeout'
      : code === 'HPE_HEADER_OVERFLOW'
        ? '431 Request Header Fields Too Large'
        : '400 Bad Request';
  const lines = Object.entries(defaultHeaders()).map(([name, value]) => `${name}: ${value}\r\n`);
  if (socket.writable)
    socket.write(`HTTP/1.1 ${status}\r\n${lines.join('')}content-length: 0\r\nconnection: close\r\n\r\n`);
  socket.destroy();
}

/** Answers an `Expect` header that asks for anything but 100-continue (RFC 9110 §10.1.1). */
export function refuseExpectation(response: ServerResponse): void {
  response.writeHead(417, { ...defaultHeaders(), 'content-length': 0 }).end();
}
