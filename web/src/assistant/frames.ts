/** One server-sent event: its name and its data. */
export interface Frame {
  readonly event: string;
  readonly data: unknown;
}

const END = "\n\n";
/** A server that never ends a frame is not listened to for ever. */
export const FRAME_LENGTH_MAX = 1_048_576;

/** The frames of a stream as they become whole; EventSource cannot ask with a body. */
export async function* framesOf(chunks: AsyncIterable<string>): AsyncGenerator<Frame> {
  let rest = "";
  for await (const chunk of chunks) {
    rest += chunk;
    for (let end = rest.indexOf(END); end >= 0; end = rest.indexOf(END)) {
      const frame = readFrame(rest.slice(0, end));
      rest = rest.slice(end + END.length);
      if (frame) yield frame;
    }
    if (rest.length > FRAME_LENGTH_MAX) throw new Error("a frame that does not end");
  }
}

/** A frame's text; null for a comment or one without data. */
export function readFrame(text: string): Frame | null {
  let event = "message";
  const data: string[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("event: ")) event = line.slice("event: ".length);
    if (line.startsWith("data: ")) data.push(line.slice("data: ".length));
  }
  return data.length === 0 ? null : { event, data: JSON.parse(data.join("\n")) };
}

/** The text of a body as it arrives; `onPiece` hears that something did. */
export async function* textOf(body: ReadableStream<Uint8Array>, onPiece: () => void = () => {}): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onPiece();
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel();
  }
}
