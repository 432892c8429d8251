/** The same as `echarts` in one file, which loads in a tenth of the time. */
declare module 'echarts/dist/echarts.esm.min.mjs' {
  export * from 'echarts';
}
