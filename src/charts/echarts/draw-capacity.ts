import { fileURLToPath } from 'node:url';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import {
  type ComposeOption,
  type GridComponentOption,
  init,
  type LineSeriesOption,
  setPlatformAPI,
} from 'echarts/dist/echarts.esm.min.mjs';
import type { CapacityCurve, ZoneCurve } from '../../domain/capacity/capacity-curve.ts';

/** Pixels of the picture; Slack shows it at half the size on most screens. */
const widthPx = 1_200;
const panelPx = 300;
const headPx = 56;
const footPx = 30;
const gapPx = 84;
/** More would be too small to read: the fullest are shown. */
const mostPanels = 3;

const family = 'DejaVu Sans';
const fonts = [
  import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
];
/** On a page of its own colour, so that it reads the same in light and dark. */
const colours = { page: '#ffffff', text: '#1d1c1d', faint: '#616061', line: '#dddddd' };
const tones = { used: '#1264a3', fits: '#616061', warn: '#b25e00', critical: '#c01343' };
const hourMs = 3_600_000;

type Option = ComposeOption<GridComponentOption | LineSeriesOption>;

/** A panel for each zone, one under the other: pods with an address, how many fit, and where it gets tight. */
export async function drawCapacity(curve: CapacityCurve): Promise<Buffer> {
  for (const font of fonts) GlobalFonts.registerFromPath(fileURLToPath(font), family);
  const zones = curve.zones.toSorted((left, right) => fullness(right) - fullness(left)).slice(0, mostPanels);
  const heightPx = headPx + zones.length * panelPx + (zones.length - 1) * gapPx + footPx;
  const canvas = createCanvas(widthPx, heightPx);
  setPlatformAPI({ createCanvas: () => createCanvas(1, 1) });
  const chart = init(canvas, undefined, { width: widthPx, height: heightPx, devicePixelRatio: 1 });
  chart.setOption(optionOf(curve, zones));
  const png = await canvas.encode('png');
  chart.dispose();
  return png;
}

function optionOf({ spanMs }: CapacityCurve, zones: readonly ZoneCurve[]): Option {
  const topOf = (index: number) => headPx + index * (panelPx + gapPx);
  const most = zones.map(({ points }) => Math.max(1, ...points.map(({ used, fits }) => Math.max(used, fits))));
  return {
    animation: false,
    backgroundColor: colours.page,
    textStyle: { fontFamily: family, fontSize: 22, color: colours.text },
    title: zones.map((zone, index) => ({
      text: titleOf(zone),
      left: 20,
      top: topOf(index) - 44,
      textStyle: { fontFamily: family, fontSize: 24, fontWeight: 'bold', color: colours.text },
    })),
    grid: zones.map((_, index) => ({ left: 80, right: 170, top: topOf(index), height: panelPx - 34 })),
    xAxis: zones.map((_, gridIndex) => timeAxis(gridIndex, spanMs)),
    yAxis: most.map((max, gridIndex) => ({
      gridIndex,
      type: 'value',
      max: Math.ceil(max * 1.1),
      minInterval: 1,
      splitNumber: 4,
      axisLabel: { fontSize: 20, color: colours.faint, showMaxLabel: false },
      splitLine: { lineStyle: { color: colours.line } },
    })),
    series: zones.flatMap((zone, index) => seriesOf(zone, index)),
  };
}

/** Hours before the moment of the drawing: right in every time zone. */
function timeAxis(gridIndex: number, spanMs: number) {
  const hours = spanMs / hourMs;
  const ago = (value: number) => (value === 0 ? 'now' : `${agoWords(-value)} ago`);
  return {
    gridIndex,
    type: 'value' as const,
    min: -hours,
    max: 0,
    interval: hours / 4,
    axisLabel: { fontSize: 20, color: colours.faint, formatter: ago },
    axisLine: { lineStyle: { color: colours.faint } },
    splitLine: { show: false },
  };
}

function agoWords(hours: number): string {
  return Number.isInteger(hours) ? `${hours} h` : `${Math.round(hours * 60)} min`;
}

function seriesOf(zone: ZoneCurve, index: number): LineSeriesOption[] {
  const common = { type: 'line', xAxisIndex: index, yAxisIndex: index, symbol: 'none', silent: true } as const;
  const at = (of: 'used' | 'fits') => zone.points.map((point) => [point.tMs / hourMs, point[of]]);
  const mark = (yAxis: number, tone: 'warn' | 'critical', name: string) => ({
    ...{ yAxis, name },
    lineStyle: { color: tones[tone], width: 3, type: 'dashed' as const },
    label: { formatter: `${name} ${Math.round(yAxis)}`, color: tones[tone], fontSize: 20, fontFamily: family },
  });
  return [
    { ...common, data: at('fits'), step: 'end', lineStyle: { color: tones.fits, width: 2, type: 'dotted' } },
    {
      ...common,
      data: at('used'),
      step: 'end',
      lineStyle: { color: tones.used, width: 4 },
      areaStyle: { color: tones.used, opacity: 0.15 },
      markLine: {
        symbol: 'none',
        data: [mark(zone.warnAt, 'warn', 'warn'), mark(zone.criticalAt, 'critical', 'critical')],
      },
    },
  ];
}

function titleOf({ zoneId, points }: ZoneCurve): string {
  const now = points.at(-1);
  return `${zoneId}: ${now?.used ?? 0} pods, ${now?.fits ?? 0} fit (dotted)`;
}

function fullness({ points }: ZoneCurve): number {
  const now = points.at(-1);
  return now ? now.used / Math.max(1, now.fits) : 0;
}
