/** A fault of a programme's file as the server tells it: `line 3, column 7: …`, counted from 1. */
export interface FileFault {
  readonly line: number;
  readonly column: number;
  readonly words: string;
}

const FAULT = /^line (\d+), column (\d+): (.*)$/;

export function parseFaults(detail: string): readonly FileFault[] {
  return detail.split("\n").flatMap((each) => {
    const [, line, column, words] = FAULT.exec(each) ?? [];
    return words === undefined ? [] : [{ line: Number(line), column: Number(column), words }];
  });
}

/** Where a line and column are in a text, in characters; the end of what is shorter. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return Math.min(text.length, before + Math.min(column - 1, lines[line - 1]?.length ?? 0));
}
