go:
	kubectl --context staging apply -f k8s
