/** A still picture of two colours as a stream: a face, a room, a page of a book. */
export const picture = (from: string, to: string, draw: (paint: CanvasRenderingContext2D) => void): MediaStream => {
  const canvas = document.createElement('canvas');
  canvas.width = 960;
  canvas.height = 640;
  const paint = canvas.getContext('2d');
  if (!paint) throw new Error('no canvas');
  const stream = canvas.captureStream(10);
  const frame = () => {
    const ground = paint.createLinearGradient(0, 0, 960, 640);
    ground.addColorStop(0, from);
    ground.addColorStop(1, to);
    paint.fillStyle = ground;
    paint.fillRect(0, 0, 960, 640);
    draw(paint);
  };
  frame();
  setInterval(frame, 100);
  return stream;
};

export const face =
  (colour: string) =>
  (paint: CanvasRenderingContext2D): void => {
    paint.fillStyle = colour;
    paint.beginPath();
    paint.arc(480, 270, 120, 0, Math.PI * 2);
    paint.ellipse(480, 620, 260, 210, 0, 0, Math.PI * 2);
    paint.fill();
  };

export const page = (paint: CanvasRenderingContext2D): void => {
  paint.fillStyle = '#fff';
  paint.fillRect(80, 60, 800, 520);
  paint.fillStyle = '#33618a';
  paint.font = '48px sans-serif';
  paint.fillText('The walk on Sunday', 130, 160);
  paint.fillStyle = '#9aa';
  for (let line = 0; line < 6; line += 1) paint.fillRect(130, 220 + line * 50, 620 - (line % 3) * 90, 16);
};
