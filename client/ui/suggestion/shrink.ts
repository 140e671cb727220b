/** Longer side of a photo that is sent, in pixels: what the server would keep. */
const SIDE = 2000;

/**
 * A photo made small before it travels over a village's mobile network: some 500 kB instead of 8 MB, and without the place where it was taken. The
 * original where the browser cannot do it; the server does the same again in any case.
 */
export async function shrink(file: File): Promise<File> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const context = canvas.getContext('2d');
    if (!context) return file;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
    return made ? new File([made], 'photo.jpg', { type: 'image/jpeg' }) : file;
  } catch {
    return file;
  }
}
