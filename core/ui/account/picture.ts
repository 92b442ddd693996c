/** Pixels of each side of a picture of a person. */
const SIDE = 256;

/**
 * The middle of an image as a small square PNG. Drawn anew, so that nothing of the file but what is seen leaves the
 * user's machine: no place, no camera, no thumbnail of what was cut away.
 * @throws DOMException for what the browser cannot read as an image
 */
export async function pictureOf(file: Blob): Promise<Blob> {
  const image = await createImageBitmap(file);
  const side = Math.min(image.width, image.height);
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const [left, top] = [(image.width - side) / 2, (image.height - side) / 2];
  canvas.getContext('2d')?.drawImage(image, left, top, side, side, 0, 0, SIDE, SIDE);
  image.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new DOMException('no image')) : resolve(blob)), 'image/png');
  });
}
