// Files that the reader chose or dropped, by their paths inside the bundle's folder.

import type { Files } from "../../typescript/src/verify/bundle.ts";

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

// The bundle may lie in a folder inside the chosen one: paths begin where log.vkey lies.
function fromRoot(files: Files): Files {
  const keys = [...files.keys()].filter((path) => /(^|\/)log\.vkey$/.test(path));
  const root = keys.sort((a, b) => a.length - b.length)[0]?.slice(0, -"log.vkey".length) ?? "";
  const below = [...files].filter(([path]) => path.startsWith(root));
  return new Map(below.map(([path, bytes]) => [path.slice(root.length), bytes]));
}

export async function chosenFiles(list: FileList): Promise<Files> {
  const files: Files = new Map();
  for (const file of list) {
    files.set(file.webkitRelativePath || file.name, await bytesOf(file));
  }
  return fromRoot(files);
}

function readAll(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  return new Promise((resolve, reject) => {
    // A reader hands out some at a time, and none at its end.
    const next = (): void =>
      reader.readEntries((some) => {
        if (some.length === 0) return resolve(all);
        all.push(...some);
        next();
      }, reject);
    next();
  });
}

async function walk(entry: FileSystemEntry, files: Files): Promise<void> {
  if (entry.isDirectory) {
    for (const inner of await readAll(entry as FileSystemDirectoryEntry)) await walk(inner, files);
    return;
  }
  const file = await new Promise<File>((resolve, reject) =>
    (entry as FileSystemFileEntry).file(resolve, reject),
  );
  files.set(entry.fullPath.replace(/^\//, ""), await bytesOf(file));
}

export async function droppedFiles(event: DragEvent): Promise<Files> {
  const files: Files = new Map();
  const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry());
  for (const entry of entries) {
    if (entry !== null) await walk(entry, files);
  }
  return fromRoot(files);
}
