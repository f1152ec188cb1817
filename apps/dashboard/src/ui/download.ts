/** Saves a text as a file of the user's. @param type the media type: `application/yaml` */
export function download(fileName: string, type: string, text: BlobPart): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has its own hold on the content by then.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}
