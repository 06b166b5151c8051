"""How guildbot looks and arrives: the only place that knows an SDK."""
