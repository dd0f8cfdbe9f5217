package run

// tracker counts the progress of one phase.
type tracker struct {
	engine *Engine
	p      Progress
}

func (e *Engine) track(phase Phase, total int) *tracker {
	t := &tracker{e, Progress{Phase: phase, Total: total}}
	e.options.Observe(t.p)
	return t
}

func (t *tracker) step(failed bool) {
	t.p.Done++
	if failed {
		t.p.Failed++
	}
	t.engine.options.Observe(t.p)
}

func (t *tracker) end() {
	t.p.Final = true
	t.engine.options.Observe(t.p)
}
