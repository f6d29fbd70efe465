"""The map, the timeline and the charts, as SVG."""
