import * as prom from 'prom-client';

export interface MetricDefinition<Label extends string> {
  /** Snake case, with its unit at the end: `_total`, `_seconds`, `_bytes`. */
  name: string;
  help: string;
  labels?: readonly Label[];
}
export interface HistogramDefinition<Label extends string> extends MetricDefinition<Label> {
  /** Upper bounds in the unit of the name. */
  buckets?: readonly number[];
}

type Labels<Label extends string> = Readonly<Record<Label, string>>;
export interface Counter<Label extends string> {
  add(labels: Labels<Label>, by?: number): void;
}
export interface Histogram<Label extends string> {
  observe(labels: Labels<Label>, value: number): void;
}
export interface Gauge<Label extends string> {
  set(labels: Labels<Label>, value: number): void;
  /** Shows these values and no others. */
  replace(rows: readonly { labels: Labels<Label>; value: number }[]): void;
}

/**
 * The numbers that one instance of the service shows. Asking twice for the same name gives the same metric; the same
 * name with other labels is an error.
 */
export interface Metrics {
  counter<Label extends string = never>(definition: MetricDefinition<Label>): Counter<Label>;
  histogram<Label extends string = never>(definition: HistogramDefinition<Label>): Histogram<Label>;
  gauge<Label extends string = never>(definition: MetricDefinition<Label>): Gauge<Label>;
  /** Everything, in the text format that Prometheus reads. */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  /** Whether CPU, memory, event loop and garbage collection of the process are shown too. */
  processMetrics?: boolean;
}

export function createMetrics(options: MetricsOptions = {}): Metrics {
  const registry = new prom.Registry();
  const made = new Map<string, { shape: string; metric: unknown }>();
  if (options.processMetrics === true) prom.collectDefaultMetrics({ register: registry });

  const once = <Label extends string, Metric>(o: MakeOnce<Label, Metric>): Metric => {
    const { name, help, labels = [] } = o.definition;
    const shape = `${o.kind} ${labels.toSorted().join(' ')}`;
    const existing = made.get(name);
    if (existing?.shape === shape) return existing.metric as Metric;
    if (existing !== undefined) throw new Error(`metric ${name} is already a ${existing.shape}, not a ${shape}`);
    const metric = o.make({ name, help, labelNames: [...labels], registers: [registry] });
    made.set(name, { shape, metric });
    return metric;
  };
  return {
    counter: (definition) => {
      const metric = once({ definition, kind: 'counter', make: (settings) => new prom.Counter(settings) });
      return { add: (labels, by = 1) => metric.inc(labels, by) };
    },
    histogram: (definition) => {
      const buckets = definition.buckets === undefined ? {} : { buckets: [...definition.buckets] };
      const metric = once({
        definition,
        kind: 'histogram',
        make: (settings) => new prom.Histogram({ ...settings, ...buckets }),
      });
      return { observe: (labels, value) => metric.observe(labels, value) };
    },
    gauge: (definition) => {
      const metric = once({ definition, kind: 'gauge', make: (settings) => new prom.Gauge(settings) });
      return {
        set: (labels, value) => metric.set(labels, value),
        replace(rows) {
          metric.reset();
          for (const { labels, value } of rows) metric.set(labels, value);
        },
      };
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

interface Settings<Label extends string> {
  name: string;
  help: string;
  labelNames: Label[];
  registers: prom.Registry[];
}

interface MakeOnce<Label extends string, Metric> {
  definition: MetricDefinition<Label>;
  kind: 'counter' | 'histogram' | 'gauge';
  make: (settings: Settings<Label>) => Metric;
}
